export default {
  out_ask: "Leave the shop?",
  out_text: "Your turn goes to the next person half a minute after you leave, and seats that are not ordered yet may be gone.",
  out_yes: "Leave",
  out_no: "Stay here",
};
