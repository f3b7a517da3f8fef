/** Every page of the console. The first that fits is shown; the last fits what nothing else does. */
export const ROUTES = [
  { path: "/sign-in", title: "Sign in", page: () => import("/console/js/pages/sign-in.js") },
  { path: "/sales", title: "Sales", page: () => import("/console/js/pages/sales.js") },
  { path: "/sales/new", title: "New on-sale", page: () => import("/console/js/pages/sale-new.js") },
  { path: "/sales/:sale", title: "On-sale, live", page: () => import("/console/js/pages/live.js") },
  { path: "/sales/:sale/settings", title: "On-sale, settings", page: () => import("/console/js/pages/sale-settings.js") },
  { path: "/sales/:sale/readiness", title: "On-sale, readiness", page: () => import("/console/js/pages/readiness.js") },
  { path: "/events", title: "Events", page: () => import("/console/js/pages/events.js") },
  { path: "/events/new", title: "New event", page: () => import("/console/js/pages/event-new.js") },
  { path: "/events/:event", title: "Event", page: () => import("/console/js/pages/event.js") },
  { path: "/performances/new", title: "New performance", page: () => import("/console/js/pages/performance-new.js") },
  { path: "/performances/:performance", title: "Performance", page: () => import("/console/js/pages/performance.js") },
  { path: "/venues", title: "Venues", page: () => import("/console/js/pages/venues.js") },
  { path: "/venues/new", title: "New venue", page: () => import("/console/js/pages/venue-new.js") },
  { path: "/venues/:venue", title: "Venue", page: () => import("/console/js/pages/venue.js") },
  { path: "/coupons", title: "Coupons", page: () => import("/console/js/pages/coupons.js") },
  { path: "/coupons/new", title: "New coupon", page: () => import("/console/js/pages/coupon-new.js") },
  { path: "/orders", title: "Orders", page: () => import("/console/js/pages/orders.js") },
  { path: "/orders/:order", title: "Order", page: () => import("/console/js/pages/order.js") },
  { path: "/audit", title: "Audit log", page: () => import("/console/js/pages/audit.js") },
  { path: "/.*", title: "Not found", page: () => import("/console/js/pages/not-found.js") },
];

/** What the side names, in its order. */
export const SECTIONS = [
  { path: "/sales", name: "Sales" },
  { path: "/orders", name: "Orders" },
  { path: "/events", name: "Events", also: "/performances" },
  { path: "/venues", name: "Venues" },
  { path: "/coupons", name: "Coupons" },
  { path: "/audit", name: "Audit log" },
];
