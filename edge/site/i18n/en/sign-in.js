export default {
  welcome: "Sign in to Frontrow",
  welcome_new: "Create your account",
  have_account: "Sign in",
  new_here: "Sign up",
  email: "E-mail address",
  password: "Password",
  password_hint: "At least 10 characters.",
  name: "Name",
  do_sign_in: "Sign in",
  do_sign_up: "Create account",
  why: "One account keeps your place in the line, your orders and your tickets.",
};
