import { signIn } from "/console/js/api.js";
import { fill, h } from "/console/js/dom.js";
import { input } from "/console/js/form/fields.js";
import { form } from "/console/js/form/form.js";
import { go } from "/console/js/router.js";
import { session } from "/console/js/session.js";

/** @param {import("/console/js/router.js").Place} place */
export default async function door({ main, query }) {
  const back = query.get("back") ?? "";
  // Only into the console itself.
  const onward = back.startsWith("#/") ? back : "#/sales";
  if (session()) return go(onward);
  const node = form({
    fields: h(
      "div",
      { class: "stack" },
      input({ name: "email", label: "E-mail", type: "email", autocomplete: "username" }),
      input({ name: "password", label: "Password", type: "password", autocomplete: "current-password" }),
    ),
    label: "Sign in",
    testid: "sign-in-submit",
    send: ({ email, password }) => signIn(email.trim(), password),
    done: () => go(onward),
  });
  fill(
    main,
    h(
      "div",
      { class: "door stack" },
      h("p", { class: "brand" }, "Frontrow ", h("span", {}, "console")),
      h("h1", {}, "Sign in"),
      h("p", { class: "muted" }, back ? "Your sign-in has ended. Sign in to go on where you were; what you typed is kept." : "For staff. Buyers sign in on the site."),
      node,
    ),
  );
  node.querySelector("input")?.focus();
}
