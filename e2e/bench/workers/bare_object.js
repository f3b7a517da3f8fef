// The limit of edge_join: one round trip to a Durable Object that does nothing.
import { DurableObject } from "cloudflare:workers";

export class BareObject extends DurableObject {
  fetch() {
    return new Response("here");
  }
}

export default {
  fetch(request, env) {
    return env.BARE.get(env.BARE.idFromName("one")).fetch(request);
  },
};
