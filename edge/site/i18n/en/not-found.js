export default {
  nothing_here: "Page not found",
  nothing_here_text: "The address may have changed or been mistyped. Your orders and tickets are under “My orders”.",
  to_shows: "See all shows",
};
