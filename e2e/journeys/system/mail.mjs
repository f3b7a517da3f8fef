import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./until.mjs";

/** The folder into which the core writes its mail. */
export class Mailbox {
  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
    /** Files that were read. @type {Set<string>} */
    this.read = new Set();
  }

  /** The next mail to an address with a link to a page of the site; the link. @param {string} to @param {string} page */
  link(to, page) {
    return until(`a mail with a link to /${page}/`, () => {
      for (const file of readdirSync(this.folder).filter((name) => name.endsWith(".eml") && !this.read.has(name)).sort()) {
        const text = readFileSync(join(this.folder, file), "utf8");
        const link = new RegExp(`^https?://\\S+/${page}/#\\S+`, "m").exec(text)?.[0];
        if (!text.includes(`To: ${to}`) || !link) continue;
        this.read.add(file);
        return link;
      }
      return null;
    });
  }
}
