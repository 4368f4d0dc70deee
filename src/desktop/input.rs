//! Keys into text. Replaces the keyboard system of `bevy_egui`, which makes text only of
//! `Key::Character`: the Vietnamese input tools of Windows (UniKey and its kin) do not compose, they inject
//! Backspaces and then characters that arrive as `Key::Unidentified` with a `text`. All keys of a frame are
//! handed on here in their order, `text` first, so that a burst of such keys loses no letter.

use bevy::input::keyboard::{Key, KeyboardFocusLost, KeyboardInput};
use bevy::prelude::*;
use bevy_egui::helpers::{bevy_to_egui_key, bevy_to_egui_physical_key};
use bevy_egui::input::{EguiContextMessageReader, EguiInputEvent};
use bevy_egui::{
    EguiClipboard, EguiContextSettings, EguiInput, EguiInputSet, EguiInputSystemSettings, EguiPreUpdateSet,
};

/// Takes the keyboard over from `bevy_egui`.
pub(super) fn plugin(app: &mut App) {
    app.add_systems(
        PreUpdate,
        (
            write_key_events.in_set(EguiInputSet::ReadBevyMessages),
            drop_known_modifiers.after(EguiPreUpdateSet::ProcessInput).before(EguiPreUpdateSet::BeginPass),
        ),
    );
}

/// `bevy_egui` tells egui in every frame which modifier keys are held, and egui asks for another frame after every
/// event: together they would draw without end. Only what has changed goes through.
fn drop_known_modifiers(mut inputs: Query<&mut EguiInput>, mut known: Local<Option<egui::Modifiers>>) {
    for mut input in &mut inputs {
        input.events.retain(|event| is_news(event, &mut known));
    }
}

/// Whether egui does not know yet what `event` says; `known` are the modifiers that it has been told.
fn is_news(event: &egui::Event, known: &mut Option<egui::Modifiers>) -> bool {
    match event {
        egui::Event::ModifiersChanged(held) => known.replace(*held) != Some(*held),
        // egui forgets what is held when it loses the focus.
        egui::Event::WindowFocused(_) => {
            *known = None;
            true
        }
        _ => true,
    }
}

/// What the camera of the interface carries so that `bevy_egui` leaves the keyboard to this module.
pub(super) fn context_settings() -> EguiContextSettings {
    EguiContextSettings {
        input_system_settings: EguiInputSystemSettings { run_write_keyboard_input_messages_system: false, ..default() },
        ..default()
    }
}

fn write_key_events(
    mut held: Local<Held>,
    mut keys: EguiContextMessageReader<KeyboardInput>,
    mut focus_lost: MessageReader<KeyboardFocusLost>,
    mut clipboard: ResMut<EguiClipboard>,
    mut out: MessageWriter<EguiInputEvent>,
) {
    if focus_lost.read().count() > 0 {
        *held = Held::default();
    }
    for (key, context) in keys.read_with_non_window_focused(|key| key.window) {
        let events = held.events_of(key, &mut || clipboard.get_text());
        out.write_batch(events.into_iter().map(|event| EguiInputEvent { context, event }));
    }
}

/// The modifier keys held at this point of the stream of keys.
#[derive(Default)]
struct Held {
    shift: bool,
    control: bool,
    alt: bool,
    command: bool,
}

impl Held {
    fn modifiers(&self) -> egui::Modifiers {
        let mac = cfg!(target_os = "macos");
        egui::Modifiers {
            alt: self.alt,
            ctrl: self.control,
            shift: self.shift,
            mac_cmd: mac && self.command,
            command: if mac { self.command } else { self.control },
        }
    }

    /// Whether keys make text: not with Ctrl, but with Ctrl and Alt together, which is AltGr.
    fn writes_text(&self) -> bool {
        !self.command && (!self.control || self.alt && !cfg!(target_os = "macos"))
    }

    /// What egui is told of a key.
    fn events_of(
        &mut self,
        key: &KeyboardInput,
        clipboard_text: &mut dyn FnMut() -> Option<String>,
    ) -> Vec<egui::Event> {
        let pressed = key.state.is_pressed();
        match &key.logical_key {
            Key::Shift => self.shift = pressed,
            Key::Control => self.control = pressed,
            Key::Alt => self.alt = pressed,
            Key::Super | Key::Meta => self.command = pressed,
            // An input method has the key and will send what becomes of it.
            Key::Process => return Vec::new(),
            _ => {}
        }
        let modifiers = self.modifiers();
        let physical_key = bevy_to_egui_physical_key(&key.key_code);
        let mut events = Vec::new();
        if let Some(egui_key) = bevy_to_egui_key(&key.logical_key).or(physical_key) {
            if pressed && modifiers.command && !modifiers.alt {
                let clipboard_event = match egui_key {
                    egui::Key::C => Some(egui::Event::Copy),
                    egui::Key::X => Some(egui::Event::Cut),
                    egui::Key::V => clipboard_text().map(egui::Event::Paste),
                    _ => None,
                };
                if let Some(event) = clipboard_event {
                    return vec![event];
                }
            }
            events.push(egui::Event::Key { key: egui_key, physical_key, pressed, repeat: key.repeat, modifiers });
        }
        if pressed && self.writes_text() {
            events.extend(text_of(key).map(egui::Event::Text));
        }
        events
    }
}

/// The text a key press writes.
fn text_of(key: &KeyboardInput) -> Option<String> {
    let text = match (&key.text, &key.logical_key) {
        (Some(text), _) => text.as_str(),
        (None, Key::Character(character)) => character.as_str(),
        (None, Key::Space) => " ",
        (None, _) => return None,
    };
    let printable = !text.is_empty() && !text.chars().any(char::is_control);
    printable.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use bevy::input::ButtonState;
    use bevy::input::keyboard::{KeyCode, NativeKey, NativeKeyCode};

    use super::*;

    fn event(logical_key: Key, text: Option<&str>, state: ButtonState) -> KeyboardInput {
        let key_code = match &logical_key {
            Key::Backspace => KeyCode::Backspace,
            Key::Space => KeyCode::Space,
            Key::Control => KeyCode::ControlLeft,
            _ => KeyCode::Unidentified(NativeKeyCode::Unidentified),
        };
        KeyboardInput {
            key_code,
            logical_key,
            state,
            text: text.filter(|_| state.is_pressed()).map(Into::into),
            repeat: false,
            window: Entity::PLACEHOLDER,
        }
    }

    fn stroke(logical_key: &Key, text: Option<&str>) -> [KeyboardInput; 2] {
        [ButtonState::Pressed, ButtonState::Released].map(|state| event(logical_key.clone(), text, state))
    }

    /// Keys as winit reports them on Windows while UniKey works: plain letters as they are, `<` a Backspace,
    /// and every other letter injected as `VK_PACKET`.
    fn unikey(script: &str) -> Vec<KeyboardInput> {
        let one = |c: char| match c {
            '<' => stroke(&Key::Backspace, Some("\u{8}")),
            ' ' => stroke(&Key::Space, Some(" ")),
            'a'..='z' | 'A'..='Z' => {
                let text = c.to_string();
                stroke(&Key::Character(text.as_str().into()), Some(text.as_str()))
            }
            _ => stroke(&Key::Unidentified(NativeKey::Windows(0)), Some(c.to_string().as_str())),
        };
        script.chars().flat_map(one).collect()
    }

    fn egui_events(keys: &[KeyboardInput]) -> Vec<egui::Event> {
        let mut held = Held::default();
        keys.iter().flat_map(|key| held.events_of(key, &mut || Some("dán".to_owned()))).collect()
    }

    /// What stands in a text field after the keys, all of which arrive within one frame.
    fn typed(keys: &[KeyboardInput]) -> String {
        let context = egui::Context::default();
        let mut text = String::new();
        let mut frame = |events: Vec<egui::Event>| {
            let input = egui::RawInput { events, focused: true, ..Default::default() };
            let mut output = context.run_ui(input, |ui| ui.text_edit_singleline(&mut text).request_focus());
            output.textures_delta.clear();
        };
        frame(Vec::new());
        frame(egui_events(keys));
        text
    }

    #[test]
    fn modifiers_that_egui_knows_are_not_told_again() {
        use egui::Event::{ModifiersChanged, WindowFocused};
        let mut known = None;
        let mut news = |event| is_news(&event, &mut known);
        let (none, shift) = (egui::Modifiers::NONE, egui::Modifiers::SHIFT);
        assert!(news(ModifiersChanged(none)) && !news(ModifiersChanged(none)));
        assert!(news(ModifiersChanged(shift)) && !news(ModifiersChanged(shift)));
        assert!(news(WindowFocused(false)) && news(ModifiersChanged(shift)));
        assert!(news(egui::Event::Copy) && news(egui::Event::Copy));
    }

    #[test]
    fn a_burst_of_unikey_loses_no_letter() {
        // `tieengs Vieetj`: the tool erases what it composes anew and injects the composed letters.
        assert_eq!(typed(&unikey("tie<êng<<<ếng Vie<êt<<ệt")), "tiếng Việt");
        // `nguwowif ddoongf`
        assert_eq!(typed(&unikey("ngu<ưo<<ươi<<ời d<đo<ông<<<ồng")), "người đồng");
    }

    #[test]
    fn injected_letters_count_once_and_backspaces_write_nothing() {
        let events = egui_events(&unikey("e<ế"));
        let texts: Vec<_> = events
            .iter()
            .filter_map(|event| if let egui::Event::Text(text) = event { Some(text.as_str()) } else { None })
            .collect();
        assert_eq!(texts, ["e", "ế"]);
    }

    #[test]
    fn keys_of_an_input_method_at_work_are_left_to_it() {
        let mut key = event(Key::Process, None, ButtonState::Pressed);
        key.key_code = KeyCode::KeyA;
        assert_eq!(egui_events(&[key]), []);
    }

    #[test]
    fn commands_write_no_text_and_alt_gr_does() {
        let control = event(Key::Control, None, ButtonState::Pressed);
        let k = event(Key::Character("k".into()), Some("\u{b}"), ButtonState::Pressed);
        let events = egui_events(&[control.clone(), k]);
        let ctrl_k = |event: &egui::Event| matches!(event, egui::Event::Key { key: egui::Key::K, modifiers, .. } if modifiers.command);
        assert!(events.iter().any(ctrl_k));
        assert!(!events.iter().any(|event| matches!(event, egui::Event::Text(_))));

        let alt = event(Key::Alt, None, ButtonState::Pressed);
        let at = event(Key::Character("@".into()), Some("@"), ButtonState::Pressed);
        assert!(egui_events(&[control.clone(), alt, at]).contains(&egui::Event::Text("@".to_owned())));

        let v = event(Key::Character("v".into()), Some("\u{16}"), ButtonState::Pressed);
        assert!(egui_events(&[control, v]).contains(&egui::Event::Paste("dán".to_owned())));
    }
}
