export default {
  skip: "본문으로 건너뛰기",
  nav: "주 메뉴",
  my_orders: "내 주문",
  sign_in: "로그인",
  sign_out: "로그아웃",
  foot: "Frontrow는 줄 선 순서대로, 한 좌석을 한 번만 판매합니다.",
  reference: "문의할 때 알려 주세요: {id}",
  try_again: "다시 시도",
  could_not_load: "페이지를 불러오지 못했습니다",
  home: "공연 보기",
  developers: "개발자 안내",
};
