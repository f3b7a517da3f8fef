import { call } from "/console/js/api.js";
import { fill, h } from "/console/js/dom.js";
import { eventFields, eventOf } from "/console/js/form/event-fields.js";
import { form } from "/console/js/form/form.js";
import { head } from "/console/js/parts/head.js";
import { toast } from "/console/js/parts/toast.js";
import { go } from "/console/js/router.js";

/** @param {import("/console/js/router.js").Place} place */
export default async function newEvent({ main }) {
  const node = form({
    draft: "event-new",
    fields: eventFields({}),
    label: "Create the event",
    testid: "save-event",
    cancel: "#/events",
    send(values, key) {
      const body = eventOf(values);
      return call("POST", "/events", { body, key: key(body) });
    },
    done(event) {
      toast("The event is entered.");
      go(`#/events/${event.id}`);
    },
  });
  fill(main, head({ title: "New event", about: "A show, whatever its dates.", crumbs: [["Events", "#/events"]] }), h("div", { class: "panel" }, node));
}
