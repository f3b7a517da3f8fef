export default {
  net_offline: "인터넷 연결이 끊겼습니다. 연결되면 자동으로 이어집니다. 선택한 좌석이 있으면 결제 시간은 계속 줄어듭니다.",
  net_slow: "연결이 느립니다. 응답을 기다리는 중이니 다시 누르지 않으셔도 됩니다.",
  net_back: "다시 연결되었습니다.",
  developers: "개발자 문서",
  terms: "판매 약관",
  privacy: "개인정보 처리방침",
  seller: "판매자 정보",
};
