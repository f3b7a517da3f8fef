export default {
  skip: "Skip to content",
  nav: "Main",
  my_orders: "My orders",
  my_account: "Account",
  sign_in: "Sign in",
  sign_out: "Sign out",
  foot: "Frontrow sells every seat once, first come, first served.",
};
