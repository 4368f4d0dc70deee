//! Doors for those who only look: the web page of the hall, and health and metrics for whoever runs it.

use std::net::TcpListener as StdListener;
use std::sync::Arc;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::board::Board;
use super::metrics::Metrics;

/// Serves the page of the hall.
pub(super) async fn serve_page(listener: StdListener, board: watch::Receiver<Arc<Board>>) {
    let router = Router::new().route(
        "/board.json",
        get(move || async move {
            let board = serde_json::to_string(&**board.borrow()).unwrap_or_default();
            ([(CONTENT_TYPE, "application/json")], board)
        }),
    );
    serve(listener, router).await;
}

/// Serves `/health` and `/metrics`.
pub(super) async fn serve_metrics(listener: StdListener, metrics: Arc<Metrics>) {
    let text = move || async move { ([(CONTENT_TYPE, "text/plain; version=0.0.4")], metrics.text()).into_response() };
    serve(listener, Router::new().route("/metrics", get(text))).await;
}

async fn serve(listener: StdListener, router: Router) {
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    axum::serve(listener, router).await.ok();
}
