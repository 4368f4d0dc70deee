//! The province as a living map. Pure parts say where everything stands ([`layout`]), what a seat knows
//! ([`knowledge`]) and what is drawn of it ([`scene`]); the pane takes the mouse and writes the names; Bevy
//! draws one mesh behind it. Nothing here sees more than the seat's view and the public network.

mod camera;
pub mod knowledge;
mod labels;
pub mod layout;
mod pane;
mod quads;
mod scene;
mod shapes;
mod show;

use std::sync::Arc;

use bevy::asset::RenderAssetUsages;
use bevy::camera::CameraUpdateSystems;
use bevy::camera::visibility::NoFrustumCulling;
use bevy::image::ImageSampler;
use bevy::mesh::{Indices, PrimitiveTopology};
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};
use bevy_egui::{EguiContexts, EguiPostUpdateSet, EguiTextureHandle, EguiUserTextures};
use egui::Rect;

use super::kit::{Selection, ThemeKind};
use crate::model::{Host, Ix, SimTime};
use camera::{Flight, Outlook};
use knowledge::Knowledge;
use layout::Layout;
use quads::Quads;

pub use pane::{film_pane_ui, map_pane_ui, public_pane_ui, truth_pane_ui};
use show::KnownFor;
pub use show::{Show, Truth};

/// The map as it stands. One for the whole program: the seats share it, their knowledge does not.
#[derive(Resource, Default)]
pub struct MapState {
    /// Where everything stands, with the hash of the scenario it was made for.
    layout: Option<(String, Arc<Layout>)>,
    knowledge: Knowledge,
    /// Where the attack stood without the seat knowing.
    hidden: Option<Knowledge>,
    /// For what the knowledge was made.
    known_for: Option<KnownFor>,
    outlook: Option<Outlook>,
    flight: Option<Flight>,
    /// What is to be shown as soon as the pane is drawn.
    fly_to: Option<Selection>,
    /// Hosts about which something new is known, and since when, in seconds of the wall.
    pulses: Vec<(Ix<Host>, f64)>,
    /// Newest thing known of each host, by index.
    news: Vec<Option<SimTime>>,
    legend_hidden: bool,
    /// Where the pane was drawn, if it was in this frame.
    pane: Option<Rect>,
    quads: Quads,
    /// What `quads` were made for; none when they must be made anew.
    drawn: Option<DrawnFor>,
    /// `quads` have changed since the mesh was made of them.
    stale_mesh: bool,
    /// The signs, for the legend.
    texture: Option<egui::TextureId>,
}

/// What the drawing was made for.
#[derive(Clone, Debug, PartialEq)]
struct DrawnFor {
    known: Option<KnownFor>,
    outlook: Outlook,
    window: Rect,
    selection: Option<Selection>,
    theme: ThemeKind,
}

impl MapState {
    /// Shows `selection` as soon as the pane is drawn.
    pub fn fly_to(&mut self, selection: Selection) {
        self.fly_to = Some(selection);
    }

    /// Whether it is on its way to what is to be shown.
    pub const fn is_flying(&self) -> bool {
        self.flight.is_some() || self.fly_to.is_some()
    }

    /// Lets a host pulse from `now` on, in seconds of the wall, unless something pulses already.
    pub fn pulse(&mut self, host: Ix<Host>, now: f64) {
        if self.pulses.is_empty() {
            self.pulses.push((host, now));
        }
    }

    /// Another run: nothing of the last one is kept but where everything stands.
    pub fn forget(&mut self) {
        let (layout, texture) = (self.layout.take(), self.texture);
        *self = Self { layout, texture, ..Self::default() };
    }
}

/// Draws the map behind the pane.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<MapState>().add_systems(Startup, prepare).add_systems(
        PostUpdate,
        draw.after(EguiPostUpdateSet::EndPass).before(TransformSystems::Propagate).before(CameraUpdateSystems),
    );
}

/// The mesh that is the map.
#[derive(Component)]
struct MapMesh;

fn prepare(
    mut commands: Commands,
    mut images: ResMut<Assets<Image>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<ColorMaterial>>,
    mut egui_textures: ResMut<EguiUserTextures>,
    mut map: ResMut<MapState>,
) {
    let (width, height) = shapes::TEXTURE_PX;
    let size = Extent3d { width: width as u32, height: height as u32, depth_or_array_layers: 1 };
    let format = TextureFormat::Rgba8UnormSrgb;
    let usage = RenderAssetUsages::RENDER_WORLD;
    let mut add = |bytes| {
        let mut image = Image::new(size, TextureDimension::D2, bytes, format, usage);
        image.sampler = ImageSampler::linear();
        images.add(image)
    };
    let image = add(shapes::texture());
    // egui expects colours already multiplied with their alpha.
    let faded = shapes::texture().chunks_exact(4).flat_map(|pixel| [pixel[3]; 4]).collect();
    map.texture = Some(egui_textures.add_image(EguiTextureHandle::Strong(add(faded))));
    commands.spawn((
        MapMesh,
        Mesh2d(meshes.add(mesh(&nothing()))),
        MeshMaterial2d(materials.add(ColorMaterial { texture: Some(image), ..default() })),
        NoFrustumCulling,
        Visibility::Hidden,
    ));
}

fn draw(
    mut map: ResMut<MapState>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut mesh_entity: Single<(&Mesh2d, &mut Visibility), With<MapMesh>>,
    mut camera: Single<(&mut Transform, &mut Projection), With<Camera2d>>,
    mut contexts: EguiContexts,
) {
    let map = map.bypass_change_detection();
    let (Some(pane), Some(outlook)) = (map.pane.take(), map.outlook) else {
        mesh_entity.1.set_if_neq(Visibility::Hidden);
        return;
    };
    mesh_entity.1.set_if_neq(Visibility::Visible);
    if std::mem::take(&mut map.stale_mesh)
        && let Some(mut asset) = meshes.get_mut(&mesh_entity.0.0)
    {
        *asset = mesh(&map.quads);
    }
    let Ok(context) = contexts.ctx_mut() else { return };
    let middle_of_window = context.viewport_rect().center();
    let at = outlook.on_map(pane, middle_of_window);
    // The map's Y points down, Bevy's up.
    let place = Vec3::new(at.x, -at.y, camera.0.translation.z);
    if camera.0.translation != place {
        camera.0.translation = place;
    }
    let scale = 1.0 / (outlook.zoom * context.zoom_factor());
    if let Projection::Orthographic(projection) = &mut *camera.1
        && projection.scale.to_bits() != scale.to_bits()
    {
        projection.scale = scale;
    }
}

/// A drawing on which nothing is seen: a mesh must have corners.
fn nothing() -> Quads {
    let mut quads = Quads::default();
    quads.area(Rect::ZERO, egui::Color32::TRANSPARENT);
    quads
}

fn mesh(quads: &Quads) -> Mesh {
    if quads.len() == 0 {
        return mesh(&nothing());
    }
    let positions: Vec<[f32; 3]> = quads.positions.iter().map(|[x, y]| [*x, -*y, 0.0]).collect();
    Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
        .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, positions)
        .with_inserted_attribute(Mesh::ATTRIBUTE_UV_0, quads.uvs.clone())
        .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, quads.colors.clone())
        .with_inserted_indices(Indices::U32(quads.indices()))
}
