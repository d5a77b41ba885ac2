//! The codes of languages and countries.

use serde::{Deserialize, Serialize};

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $case:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The code of two or three letters; anything behind a `-` or `_` is left off.
            #[must_use]
            pub fn new(code: &str) -> Self {
                Self(code.split(['-', '_']).next().unwrap_or("").trim().$case())
            }

            /// The code as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

code!(
    /// An ISO 639-1 language code in lower case: `nl`, `en`.
    Language,
    to_ascii_lowercase
);
code!(
    /// An ISO 3166-1 country code in upper case: `NL`, `BE`, `US`.
    Country,
    to_ascii_uppercase
);
