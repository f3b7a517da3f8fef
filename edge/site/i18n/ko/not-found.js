export default {
  nothing_here: "페이지를 찾을 수 없습니다",
  nothing_here_text: "오래되었거나 잘못 적힌 주소일 수 있습니다. 주문과 티켓은 ‘내 주문’에 있습니다.",
  to_shows: "공연 보기",
};
