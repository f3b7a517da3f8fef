export default {
  welcome: "Frontrow 로그인",
  welcome_new: "계정 만들기",
  have_account: "로그인",
  new_here: "회원가입",
  email: "이메일",
  password: "비밀번호",
  password_hint: "10자 이상 입력해 주세요.",
  name: "이름",
  do_sign_in: "로그인",
  do_sign_up: "가입하기",
  why: "계정 하나로 순번과 주문, 티켓을 지킵니다.",
};
