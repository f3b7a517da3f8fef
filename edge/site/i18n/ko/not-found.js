export default {
  nothing_here: "페이지를 찾을 수 없습니다",
  nothing_here_text: "주소가 바뀌었거나 잘못 입력되었습니다. 예매하신 티켓은 ‘예매 내역’에서 확인하실 수 있습니다.",
  to_shows: "공연 보기",
};
