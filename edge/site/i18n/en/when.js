export default {
  own_time: "{at} your time",
};
