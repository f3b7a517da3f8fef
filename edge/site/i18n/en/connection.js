export default {
  net_offline: "You are offline. We will continue as soon as you are back online. If you are holding seats, the time left to pay keeps running.",
  net_slow: "The connection is slow. We are waiting for an answer; there is no need to press again.",
  net_back: "You are back online.",
  developers: "For developers",
  terms: "Terms of sale",
  privacy: "Privacy",
  seller: "Seller details",
};
