export default {
  skip: "Skip to content",
  nav: "Main",
  my_orders: "My orders",
  sign_in: "Sign in",
  sign_out: "Sign out",
  foot: "Frontrow sells every seat once, in the order of the line.",
  reference: "Reference for support: {id}",
  try_again: "Try again",
  could_not_load: "This page could not be loaded",
  home: "See what's on",
  developers: "For developers",
};
