export default {
  nothing_here: "There is nothing here",
  nothing_here_text: "The link may be old or mistyped. Your orders and tickets are under “My orders”.",
  to_shows: "See what's on",
};
