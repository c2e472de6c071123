//! From what a camera took to what everybody may see: upright, of bounded size, and without a word of metadata.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, overlay};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgba, RgbaImage};
use shared::{ErrorCode, FieldError};
use std::io::Cursor;

/// Longest side of the large one, in pixels.
const LARGE: u32 = 1_600;
/// Longest side of the one for lists, in pixels.
const SMALL: u32 = 480;
const QUALITY: u8 = 82;
/// More than phones take; a small file can claim far more than memory holds.
const MAX_MEGAPIXELS: u64 = 50;
const MAX_SIDE: u32 = 20_000;
const MAX_DECODED_BYTES: u64 = 200 * 1024 * 1024;

/// Two JPEG files of the same scene.
pub struct Picture {
    pub large: Vec<u8>,
    pub small: Vec<u8>,
    /// Of the large one, in pixels.
    pub width: u32,
    /// Of the large one, in pixels.
    pub height: u32,
}

/// Takes time and memory in proportion to the pixels: at most some hundred megabytes.
///
/// # Errors
/// `NOT_AN_IMAGE` when it cannot be read to its end as JPEG, PNG or WebP; `TOO_MANY_PIXELS`.
pub fn develop(file: &[u8]) -> Result<Picture, FieldError> {
    let (image, orientation) = decode(file)?;
    let mut large = flatten(fit(image, LARGE));
    large.apply_orientation(orientation);
    let small = large.thumbnail(SMALL.min(large.width()), SMALL.min(large.height()));
    Ok(Picture { width: large.width(), height: large.height(), large: encode(&large)?, small: encode(&small)? })
}

fn decode(file: &[u8]) -> Result<(DynamicImage, Orientation), FieldError> {
    let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_| unreadable())?;
    if reader.format() == Some(ImageFormat::Jpeg) && !reaches_its_end(file) {
        return Err(unreadable());
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(explain)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_MEGAPIXELS * 1_000_000 || decoder.total_bytes() > MAX_DECODED_BYTES {
        return Err(too_many_pixels());
    }
    // A broken note about the orientation is no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((DynamicImage::from_decoder(decoder).map_err(explain)?, orientation))
}

/// Whether a JPEG goes on to its end marker. The decoder fills what is missing with grey, as if all were well.
fn reaches_its_end(jpeg: &[u8]) -> bool {
    const END_OF_IMAGE: u8 = 0xd9;
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd8 | 0xff);
    let mut rest = jpeg;
    while let Some(at) = rest.windows(2).position(is_marker) {
        if rest[at + 1] == END_OF_IMAGE {
            return true;
        }
        // Every other marker begins a segment that says how long it is; a thumbnail with its own end may lie within.
        rest = &rest[at + 2..];
        let Some([high, low]) = rest.first_chunk() else { return false };
        let Some(after) = rest.get(usize::from(u16::from_be_bytes([*high, *low]))..) else { return false };
        rest = after;
    }
    false
}

/// Shrinks what is larger than `side`: first roughly, which is quick and needs little memory, then with care.
fn fit(image: DynamicImage, side: u32) -> DynamicImage {
    let longest = |image: &DynamicImage| image.width().max(image.height());
    let image = if longest(&image) > 2 * side { image.thumbnail(2 * side, 2 * side) } else { image };
    if longest(&image) > side { image.resize(side, side, FilterType::CatmullRom) } else { image }
}

/// What is transparent is laid on white: JPEG knows no transparency.
fn flatten(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return DynamicImage::ImageRgb8(image.into_rgb8());
    }
    let mut ground = RgbaImage::from_pixel(image.width(), image.height(), Rgba([255; 4]));
    overlay(&mut ground, &image.into_rgba8(), 0, 0);
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(ground).into_rgb8())
}

fn encode(image: &DynamicImage) -> Result<Vec<u8>, FieldError> {
    let mut file = Vec::new();
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut file, QUALITY)).map_err(explain)?;
    Ok(file)
}

fn explain(error: ImageError) -> FieldError {
    if matches!(error, ImageError::Limits(_)) { too_many_pixels() } else { unreadable() }
}

fn unreadable() -> FieldError {
    FieldError::whole(ErrorCode::NotAnImage)
}

fn too_many_pixels() -> FieldError {
    FieldError { limit: Some(MAX_MEGAPIXELS as i64), ..FieldError::whole(ErrorCode::TooManyPixels) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage};

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let scene = RgbImage::from_fn(width, height, |x, y| Rgb([(x * 7) as u8, (y * 5) as u8, (x ^ y) as u8]));
        encode(&DynamicImage::ImageRgb8(scene)).unwrap()
    }

    #[test]
    fn a_large_picture_shrinks_and_a_small_one_stays() {
        let sizes = |width, height| {
            let picture = develop(&jpeg(width, height)).unwrap();
            let small = image::load_from_memory(&picture.small).unwrap();
            ((picture.width, picture.height), (small.width(), small.height()))
        };
        assert_eq!(sizes(4_000, 1_000), ((1_600, 400), (480, 120)));
        assert_eq!(sizes(200, 100), ((200, 100), (200, 100)));
    }

    #[test]
    fn a_file_that_stops_early_is_no_picture() {
        let whole = jpeg(300, 200);
        for length in [0, 1, 2, 20, whole.len() / 2, whole.len() - 2] {
            assert_eq!(develop(&whole[..length]).err(), Some(unreadable()), "{length} bytes");
        }
        assert!(develop(&whole).is_ok());
    }

    #[test]
    fn what_is_transparent_becomes_white() {
        let mut file = Vec::new();
        let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(16, 16, Rgba([0, 0, 0, 0])));
        clear.write_to(&mut Cursor::new(&mut file), ImageFormat::Png).unwrap();
        let shown = image::load_from_memory(&develop(&file).unwrap().large).unwrap().into_rgb8();
        assert!(shown.pixels().all(|pixel| pixel.0.iter().all(|channel| *channel > 250)));
    }
}
