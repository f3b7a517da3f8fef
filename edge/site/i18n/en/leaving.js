export default {
  out_ask: "Stop booking?",
  out_text: "If you are away for more than 30 seconds, your turn goes to the next person and seats you have not paid for may be released.",
  out_yes: "Leave",
  out_no: "Keep booking",
  release_ask: "Release your seats?",
  release_text: "Other buyers can take them at once.",
  release_yes: "Release seats",
  release_no: "Keep my seats",
};
