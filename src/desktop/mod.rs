//! The window: Bevy draws the map and carries the state, egui draws the panels.

#![allow(clippy::needless_pass_by_value, reason = "Bevy hands systems their parameters by value")]

mod actions;
mod apply;
mod console;
pub mod debrief;
mod debrief_screen;
mod frames;
mod hall_record;
mod home;
mod input;
pub mod kit;
mod library;
pub mod live;
mod lobby;
mod map;
mod notices;
mod palette;
pub mod panels;
mod picture;
mod records;
mod redraw;
mod screens;
mod session;
mod settings;
mod stage;

use std::sync::{Arc, Mutex};

use bevy::camera::visibility::RenderLayers;
use bevy::ecs::schedule::SingleThreadedExecutor;
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::pipelined_rendering::PipelinedRenderingPlugin;
use bevy::window::{PresentMode, WindowResolution};
use bevy_egui::{EguiGlobalSettings, EguiPlugin, PrimaryEguiContext};

use crate::cli::{Frames, FramesRequest, OpenRequest, PictureRequest, SceneRequest};
use crate::i18n::Tr;
use kit::ThemeKind;
use library::Library;
use session::Session;
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
    let library = Library::open(&request.scenarios, Some(&folder));
    let mut app = app(Settings::new(prefs, Some(&folder))?, library, WINDOW);
    if let Some(join) = &request.join {
        app.insert_resource(live::DoorForm::of(join)).insert_resource(live::JoinAtOnce);
    }
    app.add_systems(Last, keep_desks_at_exit)
        .insert_resource(live::Live { data: Some(folder), ..live::Live::default() })
        .add_systems(Startup, come_back);
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
    let verdict = Arc::new(Mutex::new(None));
    let mut app = staged(&request.scene, |stage, tr| {
        let Some(session) = stage.session() else { return Ok(()) };
        session.freeze();
        let Some(id) = &request.fly_to else { return Ok(()) };
        let to = stage::place(session.scenario(), id);
        session.desk().selection = Some(to.ok_or_else(|| tr.with("shell-no-place", &[("id", id.clone().into())]))?);
        Ok(())
    })?;
    app.add_plugins(picture::PicturePlugin {
        out: request.out.clone(),
        fly_to: request.fly_to.is_some(),
        verdict: Arc::clone(&verdict),
    });
    app.run();
    let verdict = verdict.lock().map_err(|error| error.to_string())?.take();
    verdict.unwrap_or_else(|| Err("the window closed before the picture was taken".to_owned()))
}

/// Measures what drawing a screen costs.
///
/// # Errors
/// A sentence for the user.
pub fn frames(request: &FramesRequest) -> Result<Frames, String> {
    let verdict = Arc::new(Mutex::new(None));
    let mut app = staged(&request.scene, |stage, _| frames::prepare(stage, request.still))?;
    app.add_plugins(frames::FramesPlugin {
        seconds: request.seconds,
        still: request.still,
        verdict: Arc::clone(&verdict),
    });
    app.run();
    let verdict = verdict.lock().map_err(|error| error.to_string())?.take();
    verdict.ok_or_else(|| "the window closed before the measurement was over".to_owned())
}

/// The app with a screen on it that nobody has clicked for; `prepare` gets the stage before it is entered.
fn staged(
    request: &SceneRequest,
    prepare: impl FnOnce(&mut stage::Stage, &Tr) -> Result<(), String>,
) -> Result<App, String> {
    let theme = match request.theme.as_str() {
        "dark" => ThemeKind::Dark,
        "light" => ThemeKind::Light,
        "high-contrast" => ThemeKind::HighContrast,
        other => return Err(format!("{other}: dark, light, high-contrast")),
    };
    let prefs = Prefs { lang: request.lang, theme, ..Prefs::default() };
    let (library, tr) = (Library::open(&request.scenarios, None), Tr::new(request.lang));
    let mut stage = stage::Stage::set(request, &library, &tr)?;
    prepare(&mut stage, &tr)?;
    let mut app = app(Settings::new(prefs, None)?, library, (request.width, request.height));
    stage.enter(&mut app);
    Ok(app)
}

/// The app without anything to show yet.
fn app(settings: Settings, library: Library, (width, height): (u32, u32)) -> App {
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
        .insert_resource(library)
        .add_plugins((input::plugin, settings::plugin, screens::plugin, redraw::plugin, apply::plugin))
        .add_plugins((notices::plugin, palette::plugin, map::plugin))
        .add_plugins((
            home::plugin,
            lobby::plugin,
            console::plugin,
            debrief_screen::plugin,
            hall_record::plugin,
            records::plugin,
            live::plugin,
        ))
        .add_systems(PreStartup, spawn_camera);
    run_in_one_thread(&mut app);
    app
}

/// The program's own systems run one after the other. They are few and short, so that waking other threads for
/// them costs more than it gains; and what a frame costs is then what one thread works.
fn run_in_one_thread(app: &mut App) {
    for (_, schedule) in app.world_mut().resource_mut::<Schedules>().iter_mut() {
        schedule.set_executor(SingleThreadedExecutor::new());
    }
}

/// The one camera: it draws the map, and egui over it.
fn spawn_camera(mut commands: Commands, mut egui: ResMut<EguiGlobalSettings>) {
    egui.auto_create_primary_context = false;
    commands.spawn((Camera2d, Msaa::Off, PrimaryEguiContext, input::context_settings(), RenderLayers::default()));
}

/// Whoever was in a hall when the program was closed or killed is led back there.
fn come_back(
    mut live: ResMut<live::Live>,
    wake: Res<live::Wake>,
    settings: Res<Settings>,
    join: Option<Res<live::JoinAtOnce>>,
    door: Res<live::DoorForm>,
    mut wishes: ResMut<screens::Wishes>,
    mut screen: ResMut<NextState<screens::Screen>>,
) {
    if join.is_some() {
        // What is missing is asked for at the door.
        let wish = door.wish().map(|wish| kit::Cmd::Live(live::LiveCmd::Join(Box::new(wish))));
        wishes.0.extend(wish);
        screen.set(screens::Screen::Door);
    } else if live::begin(&mut live, &wake, &settings) {
        screen.set(screens::Screen::Door);
    }
}

/// Whoever closes the window finds the desk again as it was left.
fn keep_desks_at_exit(mut exits: MessageReader<AppExit>, session: Option<ResMut<Session>>) {
    if exits.read().count() == 0 {
        return;
    }
    if let Some(Err(problem)) = session.map(|mut session| session.keep_desks()) {
        warn!("{problem}");
    }
}
