export default {
  out_ask: "구매를 그만둘까요?",
  out_text: "나가고 30초가 지나면 차례가 다음 사람에게 넘어가고, 아직 주문하지 않은 좌석은 잃을 수 있습니다.",
  out_yes: "나가기",
  out_no: "계속하기",
};
