//! Whom a client's address stands for, where something is counted by it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The address as far as it names a subscriber: whoever has IPv6 has a whole /64 at least.
#[must_use]
pub fn of(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => IpAddr::V4(ip),
            None => Ipv6Addr::from_bits(ip.to_bits() & (!0 << 64)).into(),
        },
    }
}

/// As [`of`], of an address as text; what is no address stands for itself.
#[must_use]
pub fn of_text(ip: &str) -> String {
    ip.parse().map_or_else(|_| ip.to_owned(), |ip| of(ip).to_string())
}

/// Whom the exact limits count as one: all of an IPv4 /24 or an IPv6 /64. What is no address
/// stands for itself, cut short.
#[must_use]
pub fn prefix_of_text(ip: &str) -> String {
    match ip.parse().map(of) {
        Ok(IpAddr::V4(ip)) => Ipv4Addr::from_bits(ip.to_bits() & (!0 << 8)).to_string(),
        Ok(ip) => ip.to_string(),
        Err(_) => ip.chars().take(64).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::of_text;

    #[test]
    fn all_of_a_64_is_one_subscriber() {
        assert_eq!(of_text("2001:db8:0:7::1"), of_text("2001:db8:0:7:ffff::2"));
        assert_ne!(of_text("2001:db8:0:7::1"), of_text("2001:db8:0:8::1"));
        assert_eq!(of_text("203.0.113.9"), "203.0.113.9");
        assert_eq!(of_text("::ffff:203.0.113.9"), "203.0.113.9");
        assert_eq!(of_text(""), "");
    }
}
