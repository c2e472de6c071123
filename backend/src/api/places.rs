//! How many sockets of one kind may be open at once: of everyone together, and of each.

use super::budget::Payer;
use http::StatusCode;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

const OF_ALL: usize = 5_000;
/// An office may stand behind one address.
const OF_ADDRESS: usize = 200;
const OF_ACCOUNT: usize = 50;

/// Who holds how many.
#[derive(Clone, Default)]
pub struct Places(Arc<Mutex<Held>>);

#[derive(Default)]
struct Held {
    all: usize,
    by: HashMap<Payer, usize>,
}

impl Held {
    fn take(&mut self, of: Payer) -> Result<(), Full> {
        let most = if matches!(of, Payer::Address(_)) { OF_ADDRESS } else { OF_ACCOUNT };
        let own = self.by.entry(of).or_default();
        if *own >= most {
            return Err(Full::Yours);
        }
        *own += 1;
        Ok(())
    }

    fn leave(&mut self, of: Payer) {
        if let Some(own) = self.by.get_mut(&of) {
            *own -= 1;
            if *own == 0 {
                self.by.remove(&of);
            }
        }
    }
}

/// One open socket; its place is free again when this is dropped.
pub struct Place {
    places: Places,
    of: Payer,
}

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    Server,
    Yours,
}

impl Full {
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Server => StatusCode::SERVICE_UNAVAILABLE,
            Self::Yours => StatusCode::TOO_MANY_REQUESTS,
        }
    }
}

impl Places {
    /// # Errors
    /// When the server, or this caller, has as many as there may be.
    pub fn take(&self, of: Payer) -> Result<Place, Full> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.all >= OF_ALL {
            return Err(Full::Server);
        }
        held.take(of)?;
        held.all += 1;
        Ok(Place { places: self.clone(), of })
    }
}

impl Place {
    /// Makes it one of somebody else's.
    ///
    /// # Errors
    /// When they have as many as there may be; then it stays whose it was.
    pub fn exchange(&mut self, of: Payer) -> Result<(), Full> {
        if of == self.of {
            return Ok(());
        }
        let mut held = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.take(of)?;
        held.leave(self.of);
        self.of = of;
        Ok(())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.all -= 1;
        held.leave(self.of);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::value::AccountId;
    use std::net::IpAddr;

    fn address(number: u32) -> Payer {
        Payer::address(IpAddr::from(number.to_be_bytes()))
    }

    #[test]
    fn a_place_becomes_anothers_only_where_they_have_one_left() {
        let (places, siti) = (Places::default(), Payer::Account(AccountId(uuid::Uuid::from_u128(1))));
        let mut taken: Vec<_> = (0..=OF_ACCOUNT).map(|_| places.take(address(1)).unwrap()).collect();
        for place in &mut taken[..OF_ACCOUNT] {
            assert_eq!((place.exchange(siti), place.exchange(siti)), (Ok(()), Ok(())));
        }
        assert_eq!(taken[OF_ACCOUNT].exchange(siti), Err(Full::Yours));
        assert_eq!(places.0.lock().unwrap().by, HashMap::from([(address(1), 1), (siti, OF_ACCOUNT)]));
        // Of the address there are as many again.
        taken.extend((1..OF_ADDRESS).map(|_| places.take(address(1)).unwrap()));
        assert_eq!(places.take(address(1)).err(), Some(Full::Yours));
        drop(taken);
        let held = places.0.lock().unwrap();
        assert!(held.by.is_empty() && held.all == 0);
    }

    #[test]
    fn one_address_cannot_take_every_place_and_gives_back_what_it_took() {
        let places = Places::default();
        let mut taken: Vec<_> = (0..OF_ADDRESS).map(|_| places.take(address(1)).unwrap()).collect();
        assert_eq!(places.take(address(1)).err(), Some(Full::Yours));
        taken.pop();
        taken.push(places.take(address(1)).unwrap());
        let others: Vec<_> = (2..).map_while(|number| places.take(address(number)).ok()).collect();
        assert_eq!(taken.len() + others.len(), OF_ALL);
        assert_eq!(places.take(address(0)).err(), Some(Full::Server));
        drop((taken, others));
        assert!(places.0.lock().unwrap().by.is_empty());
    }
}
