import { CheckoutPage } from "./checkout.mjs";
import { OrderPage } from "./order.mjs";
import { SeatsPage } from "./seats.mjs";
import { ShowPage } from "./show.mjs";
import { SignInPage } from "./sign-in.mjs";
import { TossPage } from "./toss.mjs";
import { WaitingPage } from "./waiting.mjs";

/** One person in a browser profile of their own, and the pages as they come to them. */
export class Buyer {
  /** @param {import("playwright-core").BrowserContext} context @param {import("playwright-core").Page} page */
  constructor(context, page) {
    this.context = context;
    this.page = page;
    this.signIn = new SignInPage(page);
    this.show = new ShowPage(page);
    this.waiting = new WaitingPage(page);
    this.seats = new SeatsPage(page);
    this.checkout = new CheckoutPage(page);
    this.toss = new TossPage(page);
    this.order = new OrderPage(page);
    /** Paths of the site that this page went through, in order. @type {string[]} */
    this.visited = [];
    page.on("framenavigated", (frame) => frame === page.mainFrame() && this.visited.push(new URL(frame.url()).pathname));
  }

  /**
   * @param {Awaited<ReturnType<typeof import("../system/browser.mjs").startBrowser>>} browser
   * @param {{siteUrl: string}} system @param {{locale?: "ko-KR"|"en-US", timezoneId?: string}} [options]
   */
  static async arrive(browser, { siteUrl }, options) {
    const context = await browser.buyer(siteUrl, options);
    return new Buyer(context, await context.newPage());
  }

  /** Signs in and joins the line of a performance. @param {{email: string, password: string}} account @param {string} performance */
  async joinLine(account, performance) {
    await this.signIn.signIn(account);
    await this.show.open(performance);
    await this.show.joinLine();
  }

  /** From the turn on: neighbouring seats of a section, held. @param {string} section @param {number} n @returns {Promise<number[]>} */
  async holdNeighbours(section, n) {
    await this.waiting.goToSeats();
    await this.seats.openSection(section);
    const seats = await this.seats.freeNeighbours(n);
    await this.seats.holdSeats(seats);
    return seats;
  }

  /** From the checkout on: pays and comes back to a confirmed order. @returns {Promise<string>} the order's id */
  async pay() {
    await this.checkout.payAtToss();
    await this.toss.pay();
    await this.order.shows("confirmed");
    return this.order.id();
  }

  /** What the site's own API answers this buyer. @param {string} path */
  async get(path) {
    const answer = await this.context.request.get(path);
    return { status: answer.status(), body: await answer.json() };
  }
}
