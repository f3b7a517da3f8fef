export default {
  own_time: "내 시간으로 {at}",
};
