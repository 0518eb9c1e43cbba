//! The allocator of the command.

use libmimalloc_sys::{mi_option_set_default, mi_option_t};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `mi_option_purge_delay` of `mimalloc.h`, which the crate does not name: after how many milliseconds memory that is
/// free goes back to the system.
const PURGE_DELAY: mi_option_t = 15;

/// Keeps free memory for a moment unless the environment says otherwise: the next article wants it, and fresh pages are
/// slow to come by (a fiftieth of a run).
pub(crate) fn keep_memory_warm() {
    const MILLISECONDS: std::ffi::c_long = 200;
    // SAFETY: stores one number, which the allocator looks at whenever it frees; every number means something, and no
    // other thread runs yet. Were it another option's number, no memory would be less safe for it.
    #[allow(unsafe_code)]
    unsafe {
        mi_option_set_default(PURGE_DELAY, MILLISECONDS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Another version may number its options anew.
    #[test]
    fn the_option_is_the_one_that_is_meant() {
        // SAFETY: reads a number.
        #[allow(unsafe_code)]
        let default = unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) };
        assert_eq!(default, 10, "mimalloc's delay is 10 ms unless MIMALLOC_PURGE_DELAY says otherwise");
    }
}
