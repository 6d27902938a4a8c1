//! The room of forms: drawn from the bank, edited by hand, compared, and frozen by a second person.
//!
//! What a form has and lacks is decided by `assay_assessment::assembly`; here it is kept, with everything
//! that happened to it. A frozen form is given to nobody before a change of the programme brings it in, which
//! is prepared here, from it alone.

mod cut;
mod draw;
mod edit;
mod line;
mod look;
mod print;
mod release;
mod rules;

pub use cut::PanelCut;
pub use draw::FormsWanted;
pub use line::{
    ExamFormDone, ExamFormState, FormCut, FormEventLine, FormItemLine, FormLine, FormView, FormsView,
    GivenFormLine, ShortLine, SwapLine,
};
pub(crate) use rules::ACTS;
pub use rules::{DrawForms, SeeForms};

use crate::{Mint, shelf::Shelf, vault::FormSource};

/// Forms that are being made.
pub struct Forms {
    shelf: Shelf,
    mint: Mint,
    source: FormSource,
}

impl Forms {
    pub(crate) fn new(shelf: Shelf, mint: Mint, source: FormSource) -> Self {
        Forms { shelf, mint, source }
    }
}
