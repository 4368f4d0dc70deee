//! A screen for tests, with the fonts and the look of the product, driven by its labels.

use egui::{Ui, Vec2};
use egui_kittest::Harness;

use super::{Theme, fonts};

/// Size of a modest screen, in points.
pub const MODEST: Vec2 = Vec2::new(1_366.0, 768.0);

/// Draws something with a state of its own until it is at rest.
pub fn sit<S: 'static>(
    theme: &Theme,
    size: impl Into<Vec2>,
    state: S,
    draw: impl Fn(&mut Ui, &mut S) + 'static,
) -> Harness<'static, S> {
    let style = theme.style();
    let mut ready = false;
    let harness = Harness::builder().with_size(size).with_max_steps(16);
    let mut harness = harness.build_ui_state(
        move |ui, state: &mut S| {
            if !ready {
                // Fonts are there from the next frame on.
                ui.ctx().set_fonts(fonts());
                ui.ctx().all_styles_mut(|to| *to = style.clone());
                ready = true;
                ui.ctx().request_repaint();
                return;
            }
            draw(ui, state);
        },
        state,
    );
    harness.run();
    harness
}
