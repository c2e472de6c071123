//! Where Rembug may send: to the public internet, and never into the network that it stands in.
//!
//! An address is looked at when a webhook is made, and again at every connection: whoever owns a name may change where it leads.

use futures_util::future::BoxFuture;
use reqwest_tls::Url;
use reqwest_tls::dns::{Addrs, Name, Resolve, Resolving};
use shared::ErrorCode;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

pub const MAX_URL: usize = 500;

/// What names are looked up in.
pub trait Names: Send + Sync {
    fn addresses(&self, name: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>>;
}

/// As the machine is set up.
pub struct SystemNames;

impl Names for SystemNames {
    fn addresses(&self, name: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect()) })
    }
}

/// Lets through what is public; with `private`, everything.
#[derive(Clone)]
pub struct Guard {
    pub names: Arc<dyn Names>,
    pub private: bool,
}

/// The name leads nowhere, or nowhere in public. Which of them it is, would tell about the network within.
#[derive(Debug, thiserror::Error)]
#[error("not an address on the public internet")]
pub struct NotPublic;

impl Guard {
    /// The address to send to, as far as it shows by itself.
    ///
    /// # Errors
    /// `WEBHOOK_ADDRESS`.
    pub fn parse(&self, text: &str) -> Result<Url, ErrorCode> {
        let text = text.trim();
        let mut url = Url::parse(text).ok().filter(|_| text.len() <= MAX_URL).ok_or(ErrorCode::WebhookAddress)?;
        url.set_fragment(None);
        let scheme = url.scheme() == "https" || self.private && url.scheme() == "http";
        // A secret belongs into the signature, and the doors below 1024 belong to other protocols.
        let anonymous = url.username().is_empty() && url.password().is_none();
        let port = self.private || url.port_or_known_default().is_some_and(|port| port == 443 || port >= 1024);
        let fits = scheme && anonymous && port && url.host_str().is_some() && self.admits_literal(&url);
        if fits { Ok(url) } else { Err(ErrorCode::WebhookAddress) }
    }

    /// Whether the host is a name, or an address that may be sent to: nobody is asked about an address.
    pub fn admits_literal(&self, url: &Url) -> bool {
        literal(url).is_none_or(|address| self.private || is_public(address))
    }

    /// Where the name leads now.
    ///
    /// # Errors
    /// [`NotPublic`].
    pub async fn find(&self, name: &str) -> Result<Vec<IpAddr>, NotPublic> {
        let mut found = self.names.addresses(name.to_owned()).await.unwrap_or_default();
        found.retain(|address| self.private || is_public(*address));
        if found.is_empty() { Err(NotPublic) } else { Ok(found) }
    }

    /// # Errors
    /// `WEBHOOK_HOST` when the host leads nowhere in public.
    pub async fn check_host(&self, url: &Url) -> Result<(), ErrorCode> {
        match (literal(url), url.host_str()) {
            (Some(_), _) => Ok(()),
            (None, Some(name)) => self.find(name).await.map(drop).map_err(|_| ErrorCode::WebhookHost),
            (None, None) => Err(ErrorCode::WebhookHost),
        }
    }
}

/// The connection asks here, and connects to nothing else.
impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let found = guard.find(name.as_str()).await?;
            Ok(Box::new(found.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs)
        })
    }
}

/// The host, where it is an address. However it was spelled, [`Url`] has made the usual form of it.
fn literal(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_matches(['[', ']']).parse().ok()
}

/// Whether anybody on the internet may be there, and nobody else.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// The special-purpose registry of IPv4 (RFC 6890 and its successors), and multicast.
fn is_public_v4(address: Ipv4Addr) -> bool {
    const SPECIAL: [([u8; 4], u32); 17] = [
        ([0, 0, 0, 0], 8),
        ([10, 0, 0, 0], 8),
        ([100, 64, 0, 0], 10),
        ([127, 0, 0, 0], 8),
        ([169, 254, 0, 0], 16),
        ([172, 16, 0, 0], 12),
        ([192, 0, 0, 0], 24),
        ([192, 0, 2, 0], 24),
        ([192, 31, 196, 0], 24),
        ([192, 52, 193, 0], 24),
        ([192, 88, 99, 0], 24),
        ([192, 168, 0, 0], 16),
        ([192, 175, 48, 0], 24),
        ([198, 18, 0, 0], 15),
        ([198, 51, 100, 0], 24),
        ([203, 0, 113, 0], 24),
        // Multicast, and what is reserved, up to the broadcast.
        ([224, 0, 0, 0], 3),
    ];
    let within = |(net, bits): ([u8; 4], u32)| (u32::from(address) ^ u32::from_be_bytes(net)) >> (32 - bits) == 0;
    !SPECIAL.into_iter().any(within)
}

/// Only what is given out as global unicast, without the parts in which another address hides (Teredo, 6to4) or that are
/// there for examples. Mapped, translated (NAT64), local and multicast addresses lie outside of it.
fn is_public_v6(address: Ipv6Addr) -> bool {
    const GLOBAL: ([u16; 8], u32) = ([0x2000, 0, 0, 0, 0, 0, 0, 0], 3);
    const SPECIAL: [([u16; 8], u32); 5] = [
        ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23),
        ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32),
        ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16),
        ([0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0], 48),
        ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20),
    ];
    let within = |(net, bits): ([u16; 8], u32)| (u128::from(address) ^ u128::from(Ipv6Addr::from(net))) >> (128 - bits) == 0;
    within(GLOBAL) && !SPECIAL.into_iter().any(within)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(private: bool) -> Guard {
        Guard { names: Arc::new(SystemNames), private }
    }

    #[test]
    fn every_address_that_is_not_public_is_known() {
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::808:808",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "126.255.255.255",
            "128.0.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "192.167.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2001:200::1",
            "2400:cb00::1",
            "2606:4700::1111",
            "2a00:1450::1",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn an_address_shows_by_itself_what_it_must_not_be() {
        for text in [
            "",
            "data.example.go.id",
            "ftp://data.example.go.id",
            "http://data.example.go.id",
            "https://",
            "https://user@data.example.go.id",
            "https://user:secret@data.example.go.id",
            "https://:secret@data.example.go.id",
            "https://data.example.go.id:22/",
            "https://data.example.go.id:0/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.0.0.1/",
            "https://0177.0.0.1/",
            "https://①27.0.0.1/",
            "https://127.0.0.1./",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[fe80::1]/",
            "https://10.0.0.1/",
            "https://169.254.169.254/",
            "javascript:alert(1)",
            "file:///etc/passwd",
        ] {
            assert_eq!(guard(false).parse(text), Err(ErrorCode::WebhookAddress), "{text}");
        }
        assert!(guard(false).parse(&format!("https://data.example.go.id/{}", "x".repeat(MAX_URL))).is_err());
        for text in [
            "https://data.example.go.id/rembug?desa=1",
            "https://data.example.go.id:8443/",
            " https://1.1.1.1/ ",
            "https://[2606:4700::1111]/",
            "HTTPS://Data.Example.go.id",
        ] {
            assert!(guard(false).parse(text).is_ok(), "{text}");
        }
        assert_eq!(guard(false).parse("https://data.example.go.id/a#b").unwrap().as_str(), "https://data.example.go.id/a");
        assert!(guard(true).parse("http://127.0.0.1:9/").is_ok());
        assert!(guard(true).parse("http://user@127.0.0.1:9/").is_err());
    }

    struct These(Vec<IpAddr>);

    impl Names for These {
        fn addresses(&self, _: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
            let found = self.0.clone();
            Box::pin(async move { Ok(found) })
        }
    }

    #[tokio::test]
    async fn of_what_a_name_leads_to_only_the_public_is_left() {
        let guard = |addresses: &[&str]| {
            let addresses = addresses.iter().map(|address| address.parse().unwrap()).collect();
            Guard { names: Arc::new(These(addresses)), private: false }
        };
        let mixed = guard(&["10.0.0.1", "1.1.1.1", "::1"]).find("data.example.go.id").await.unwrap();
        assert_eq!(mixed, ["1.1.1.1".parse::<IpAddr>().unwrap()]);
        for addresses in [&["192.168.0.1", "fd00::1"][..], &[]] {
            assert!(guard(addresses).find("data.example.go.id").await.is_err());
        }
        assert!(Guard { private: true, ..guard(&["10.0.0.1"]) }.find("data.example.go.id").await.is_ok());
    }
}
