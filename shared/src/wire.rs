/// An enum whose variants have one text each: the wire form, the stored form and the message key.
///
/// `Sector::Health` is `"HEALTH"` in GraphQL, in SQL and in JSON, and `sector.HEALTH` in the locales.
macro_rules! wire_enum {
    ($(#[$meta:meta])* $name:ident, $key:literal { $($(#[$vmeta:meta])* $variant:ident = $wire:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every value, in the order people expect to see them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The text on the wire and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $wire),+ }
            }

            /// The key of its name in the locales.
            pub const fn message_key(self) -> &'static str {
                match self { $(Self::$variant => concat!($key, ".", $wire)),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::error::ErrorCode;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($wire => Ok(Self::$variant),)+
                    _ => Err($crate::error::ErrorCode::UnknownValue),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                text.parse().map_err(|_| {
                    serde::de::Error::unknown_variant(&text, &[$($wire),+])
                })
            }
        }
    };
}

pub(crate) use wire_enum;
