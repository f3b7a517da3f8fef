export default {
  out_ask: "예매를 그만두시겠습니까?",
  out_text: "화면을 30초 넘게 떠나면 차례가 다음 분에게 넘어가고, 결제 전인 좌석은 취소될 수 있습니다.",
  out_yes: "나가기",
  out_no: "계속 예매하기",
  release_ask: "좌석 선택을 취소하시겠습니까?",
  release_text: "선택한 좌석은 바로 다른 분이 선택할 수 있게 됩니다.",
  release_yes: "좌석 선택 취소",
  release_no: "좌석 유지하기",
};
