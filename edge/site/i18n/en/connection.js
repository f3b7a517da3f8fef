export default {
  net_offline: "You are offline. Nothing is lost; we go on by ourselves when the connection is back.",
  net_slow: "The connection is slow. Still waiting for an answer; nothing is sent twice.",
  net_back: "You are online again.",
};
