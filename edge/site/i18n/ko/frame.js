export default {
  skip: "본문으로 건너뛰기",
  nav: "주 메뉴",
  my_orders: "내 주문",
  my_account: "내 계정",
  sign_in: "로그인",
  sign_out: "로그아웃",
  foot: "Frontrow는 줄 선 순서대로, 한 좌석을 한 번만 판매합니다.",
  developers: "개발자 안내",
};
