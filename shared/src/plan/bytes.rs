//! Reading and writing the byte encoding of the Yjs family (lib0): variable-length numbers, texts, buffers.
//!
//! Every length is checked against what is there before anything is reserved for it.

/// The bytes end too early, or are not what they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed bytes")]
pub struct Malformed;

/// A place in some bytes.
#[derive(Clone, Copy)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub const fn is_at_end(self) -> bool {
        self.0.is_empty()
    }

    /// # Errors
    /// [`Malformed`], as everything here.
    pub fn byte(&mut self) -> Result<u8, Malformed> {
        let (first, rest) = self.0.split_first().ok_or(Malformed)?;
        self.0 = rest;
        Ok(*first)
    }

    pub fn bytes(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    /// An unsigned number of at most 53 bits, the most that JavaScript can write.
    pub fn number(&mut self) -> Result<u64, Malformed> {
        let mut number = 0;
        for shift in (0..56).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return if number < 1 << 53 { Ok(number) } else { Err(Malformed) };
            }
        }
        Err(Malformed)
    }

    pub fn number32(&mut self) -> Result<u32, Malformed> {
        u32::try_from(self.number()?).map_err(|_| Malformed)
    }

    /// How many things follow, of which each takes at least one byte.
    pub fn count(&mut self) -> Result<usize, Malformed> {
        let count = usize::try_from(self.number()?).map_err(|_| Malformed)?;
        if count <= self.0.len() { Ok(count) } else { Err(Malformed) }
    }

    pub fn buffer(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.count()?;
        self.bytes(length)
    }

    pub fn text(&mut self) -> Result<&'a str, Malformed> {
        std::str::from_utf8(self.buffer()?).map_err(|_| Malformed)
    }

    /// Passes over a signed number, whatever its size up to 64 bits.
    pub fn skip_signed(&mut self) -> Result<(), Malformed> {
        for _ in 0..10 {
            if self.byte()? & 0x80 == 0 {
                return Ok(());
            }
        }
        Err(Malformed)
    }
}

/// Bytes in the making.
#[derive(Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    #[must_use]
    pub fn number(mut self, mut number: u64) -> Self {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
        self
    }

    #[must_use]
    pub fn buffer(self, bytes: &[u8]) -> Self {
        let mut written = self.number(bytes.len() as u64);
        written.0.extend_from_slice(bytes);
        written
    }

    #[must_use]
    pub fn text(self, text: &str) -> Self {
        self.buffer(text.as_bytes())
    }

    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive_being_written_and_read() {
        for number in [0, 1, 127, 128, 300, u64::from(u32::MAX), (1 << 53) - 1] {
            let bytes = Writer::default().number(number).finish();
            let mut reader = Reader::new(&bytes);
            assert_eq!(reader.number(), Ok(number));
            assert!(reader.is_at_end());
        }
    }

    #[test]
    fn what_promises_more_than_there_is_is_malformed() {
        assert_eq!(Reader::new(&Writer::default().number(9).finish()).buffer(), Err(Malformed));
        assert_eq!(Reader::new(&[0xff; 12]).number(), Err(Malformed));
        assert_eq!(Reader::new(&[0x80]).number(), Err(Malformed));
        assert_eq!(Reader::new(&[2, 0xc3, 0x28]).text(), Err(Malformed));
    }
}
