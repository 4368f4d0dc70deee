//! The window: Bevy draws the map and carries the state, egui draws the panels.

pub mod debrief;
mod home;
mod input;
pub mod kit;
mod map;
pub mod panels;
mod picture;
mod screens;
mod session;
mod settings;

use std::sync::{Arc, Mutex};

use bevy::camera::visibility::RenderLayers;
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::pipelined_rendering::PipelinedRenderingPlugin;
use bevy::window::{PresentMode, WindowResolution};
use bevy_egui::{EguiGlobalSettings, EguiPlugin, PrimaryEguiContext};

use crate::cli::{OpenRequest, PictureRequest};
use kit::ThemeKind;
use settings::{Prefs, Settings, data_folder};

/// The window's size where nothing else is said.
const WINDOW: (u32, u32) = (1366, 768);

/// Opens the window and stays until the user closes it.
///
/// # Errors
/// A sentence for the user.
pub fn open(request: OpenRequest) -> Result<(), String> {
    let folder = data_folder()?;
    let mut prefs = Settings::read_prefs(&folder);
    prefs.lang = request.lang;
    let mut app = app(Settings::new(prefs, Some(&folder))?, WINDOW);
    match app.run() {
        AppExit::Success => Ok(()),
        AppExit::Error(code) => Err(format!("{code}")),
    }
}

/// Draws a screen and saves it as a picture.
///
/// # Errors
/// A sentence for the user.
pub fn picture(request: &PictureRequest) -> Result<(), String> {
    let theme = match request.theme.as_str() {
        "dark" => ThemeKind::Dark,
        "light" => ThemeKind::Light,
        "high-contrast" => ThemeKind::HighContrast,
        other => return Err(format!("{other}: dark, light, high-contrast")),
    };
    let prefs = Prefs { lang: request.lang, theme, ..Prefs::default() };
    let mut app = app(Settings::new(prefs, None)?, (request.width, request.height));
    let verdict = Arc::new(Mutex::new(None));
    app.add_plugins(picture::PicturePlugin { out: request.out.clone(), verdict: Arc::clone(&verdict) });
    app.run();
    let verdict = verdict.lock().map_err(|error| error.to_string())?.take();
    verdict.unwrap_or_else(|| Err("the window closed before the picture was taken".to_owned()))
}

/// The app without anything to show yet.
fn app(settings: Settings, (width, height): (u32, u32)) -> App {
    let window = Window {
        title: settings.tr.t("shell-window-title"),
        resolution: WindowResolution::new(width, height).with_scale_factor_override(1.0),
        present_mode: PresentMode::AutoVsync,
        ..default()
    };
    let window_plugin = WindowPlugin { primary_window: Some(window), ..default() };
    // Software renderers crash at exit while pipelines compile beside the main thread; and frames are rare
    // here, so drawing beside the main thread gains nothing.
    let render_plugin = RenderPlugin { synchronous_pipeline_compilation: true, ..default() };
    let mut app = App::new();
    app.add_plugins(DefaultPlugins.build().set(window_plugin).set(render_plugin).disable::<PipelinedRenderingPlugin>())
        .add_plugins(EguiPlugin::default())
        .insert_resource(settings)
        .add_plugins((input::plugin, settings::plugin, screens::plugin, home::plugin))
        .add_systems(PreStartup, spawn_camera);
    app
}

/// The one camera: it draws the map, and egui over it.
fn spawn_camera(mut commands: Commands, mut egui: ResMut<EguiGlobalSettings>) {
    egui.auto_create_primary_context = false;
    commands.spawn((Camera2d, Msaa::Off, PrimaryEguiContext, input::context_settings(), RenderLayers::default()));
}
