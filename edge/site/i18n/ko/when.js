export default {
  own_time: "내 시간대 {at}",
};
