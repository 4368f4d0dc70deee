//! Conversations and injects.

use egui_kittest::kittest::Queryable;

use super::*;
use crate::model::MessageKind;
use crate::sim::ItemKind;

fn text_field<'h>(harness: &'h Harness<'_, Desk>) -> egui_kittest::Node<'h> {
    harness.get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "Text")
}

fn asked() -> Desk {
    let mut desk = Desk::new("SOC", comms_panel_ui);
    let soc = desk.role;
    desk.order("VAN_HANH", "ask", Target::Nothing, |order| {
        order.params.text = "Xin kết quả kiểm tra web-01".to_owned();
        order.params.to = vec![soc];
    })
    .unwrap();
    desk.exercise.advance(desk.exercise.now() + Span::mins(2));
    desk
}

#[test]
fn a_message_is_unread_until_its_conversation_is_opened() {
    let mut desk = asked();
    // Somebody else's conversation is open.
    desk.ui_state.panels.talk = serde_json::from_value(serde_json::json!({
        "chosen": { "With": desk.role_named("DOI_TRUONG") }
    }))
    .unwrap();
    let mut harness = desk.sit(700.0, 600.0);
    harness.get_by_label("System operator: 1 unread").click();
    harness.run();
    harness.get_by_label("Xin kết quả kiểm tra web-01");
    assert!(harness.query_by_label_contains("unread").is_none());
}

#[test]
fn a_request_is_acknowledged_with_one_click() {
    let desk = asked();
    let operator = desk.role_named("VAN_HANH");
    let mut harness = desk.sit(700.0, 600.0);
    harness.get_all_by_label_contains("System operator").next().unwrap().click();
    harness.run();
    harness.get_all_by_label_contains("Acknowledge").find(|node| node.rect().top() < 300.0).unwrap().click();
    harness.run();
    let given = orders(&harness);
    assert_eq!(given[0].params.to, [operator]);
    harness.state_mut().apply();
    let now = harness.state().exercise.now();
    harness.state_mut().exercise.advance(now + Span::mins(2));
    let view = harness.state().exercise.view(operator);
    assert!(view.seat.items.iter().any(
        |item| matches!(&item.what, ItemKind::Message { kind: MessageKind::Acknowledge, to, .. } if to.contains(&operator))
    ));
}

#[test]
fn a_written_message_goes_to_the_conversation_it_was_written_in() {
    let desk = asked();
    let (ask, operator) = (desk.kind("ask"), desk.role_named("VAN_HANH"));
    let mut harness = desk.sit(900.0, 900.0);
    harness.get_all_by_label_contains("System operator").next().unwrap().click();
    harness.run();
    harness.get_by_label("Kind of message").click();
    harness.run();
    harness.get_by_label("Ask").click();
    harness.run();
    text_field(&harness).focus();
    harness.run();
    text_field(&harness).type_text("Chưa cô lập máy");
    harness.run();
    harness.get_by_label("Send").click();
    harness.run();
    let given = orders(&harness);
    assert_eq!((given[0].kind, given[0].params.to.clone()), (ask, vec![operator]));
    assert_eq!(given[0].params.text, "Chưa cô lập máy");
    // Sent by mistake: the text comes back with one click.
    harness.get_by_label("Bring the last text back").click();
    harness.run();
    assert_eq!(text_field(&harness).value().as_deref(), Some("Chưa cô lập máy"));
}

#[test]
fn an_inject_is_answered_with_one_of_its_choices() {
    let desk =
        Desk::new("DOI_TRUONG", comms_panel_ui).wait(|desk| !desk.exercise.view(desk.role).seat.items.is_empty());
    let answer = desk.kind("answer-inject");
    let mut harness = desk.sit(700.0, 600.0);
    harness.get_by_label("Is the province's site under attack?");
    harness.get_by_label_contains("We are handling it").click();
    harness.run();
    let given = orders(&harness);
    assert_eq!((given[0].kind, given[0].params.choice), (answer, Some(0)));
    harness.state_mut().apply();
    let now = harness.state().exercise.now();
    harness.state_mut().exercise.advance(now + Span::mins(5));
    harness.run();
    harness.get_by_label_contains("answered: We are handling it");
}

#[test]
fn a_narrow_panel_unfolds_the_list_instead() {
    let harness = asked().sit(360.0, 600.0);
    harness.get_by_label("Choose a conversation");
}
