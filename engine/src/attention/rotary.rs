//! Rotary position embedding from a graph's cosine and sine caches.

use super::AttendError;

/// The caches, one row per position, and how the values of a head pair up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rotary<'a> {
    cos: &'a [f32],
    sin: &'a [f32],
    /// Pairs turned; values of a head beyond them stay as they are.
    width: usize,
    /// Neighbours are a pair; else value `i` goes with value `i + width`.
    interleaved: bool,
}

impl<'a> Rotary<'a> {
    /// `width`: values per position in each cache.
    pub(crate) fn new(
        cos: &'a [f32],
        sin: &'a [f32],
        width: usize,
        interleaved: bool,
        head_size: usize,
    ) -> Result<Self, AttendError> {
        if width == 0 || width > head_size / 2 {
            return Err(AttendError::RotaryWidth { width, head_size });
        }
        let whole = cos.len() / width * width;
        for (name, values) in [("cos_cache", cos.len()), ("sin_cache", sin.len())] {
            if values != whole {
                return Err(AttendError::Length { name, values, expected: whole });
            }
        }
        Ok(Self { cos, sin, width, interleaved })
    }

    pub(super) fn positions(&self) -> usize {
        self.cos.len() / self.width
    }

    /// Writes the head `from`, turned to `position`, which is below `positions()`.
    pub(super) fn turn(&self, position: usize, from: &[f32], to: &mut [f32]) {
        let cos = &self.cos[position * self.width..][..self.width];
        let sin = &self.sin[position * self.width..][..self.width];
        let turned = 2 * self.width;
        if self.interleaved {
            let pairs = from.chunks_exact(2).zip(to.chunks_exact_mut(2));
            for ((pair, turned), (cos, sin)) in pairs.zip(cos.iter().zip(sin)) {
                turned[0] = pair[0] * cos - pair[1] * sin;
                turned[1] = pair[1] * cos + pair[0] * sin;
            }
        } else {
            let (low, high) = from[..turned].split_at(self.width);
            let (to_low, to_high) = to[..turned].split_at_mut(self.width);
            for at in 0..self.width {
                to_low[at] = low[at] * cos[at] - high[at] * sin[at];
                to_high[at] = high[at] * cos[at] + low[at] * sin[at];
            }
        }
        to[turned..].copy_from_slice(&from[turned..]);
    }
}

/// Writes the head `from` as it is at `position`.
pub(super) fn place(rotary: Option<&Rotary<'_>>, position: usize, from: &[f32], to: &mut [f32]) {
    match rotary {
        Some(rotary) => rotary.turn(position, from, to),
        None => to.copy_from_slice(from),
    }
}
