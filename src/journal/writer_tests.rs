//! The file: durable, never overwritten, one writer at a time.

use super::*;
use crate::journal::{Durability, Reader};
use crate::model::SimTime;
use crate::sim::{Setup, What};

fn header() -> Header {
    Header {
        engine: "0.0.0".to_owned(),
        scenario: "thu".to_owned(),
        content_hash: String::new(),
        setup: Setup::of(7),
        seats: Vec::new(),
        started: String::new(),
        durability: Durability::EachInput,
        fork: None,
    }
}

fn event(minute: i64) -> Event {
    Event { at: SimTime(minute * 60_000), what: What::AttackOver }
}

#[test]
fn a_committed_record_is_in_the_file_and_an_appended_one_not_yet() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.dtj");
    let mut writer = Writer::create(&path, header()).unwrap();
    let count = || Reader::new(&std::fs::read(&path).unwrap()).unwrap().count();
    writer.append_events(&[event(1)]).unwrap();
    assert_eq!(count(), 0);
    writer.commit().unwrap();
    assert_eq!(count(), 1);
}

#[test]
fn an_existing_file_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.dtj");
    std::fs::write(&path, "kept").unwrap();
    assert_eq!(Writer::create(&path, header()).unwrap_err(), Error::Exists(path.clone()));
    assert_eq!(std::fs::read(&path).unwrap(), b"kept");
}

#[test]
fn two_writers_of_one_file_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.dtj");
    let writer = Writer::create(&path, header()).unwrap();
    let bytes = std::fs::metadata(&path).unwrap().len();
    let second = Writer::reopen(&path, bytes, writer.link());
    assert_eq!(second.unwrap_err(), Error::Locked(path));
}

#[test]
fn a_reopened_file_goes_on_where_it_was_good() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.dtj");
    let mut writer = Writer::create(&path, header()).unwrap();
    writer.append_events(&[event(1)]).unwrap();
    writer.commit().unwrap();
    let (good, link) = (std::fs::metadata(&path).unwrap().len(), writer.link());
    drop(writer);
    let mut torn = std::fs::read(&path).unwrap();
    torn.extend_from_slice(&[40, 0, 0]);
    std::fs::write(&path, torn).unwrap();

    let mut writer = Writer::reopen(&path, good, link).unwrap();
    writer.append_events(&[event(2)]).unwrap();
    writer.commit().unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let read: Vec<_> = Reader::new(&bytes).unwrap().map(|entry| entry.unwrap().record).collect();
    assert_eq!(read, [Record::Events(vec![event(1)]), Record::Events(vec![event(2)])]);
}

#[test]
fn events_too_large_for_one_record_are_spread_over_several() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.dtj");
    let mut writer = Writer::create(&path, header()).unwrap();
    let events: Vec<Event> = (0..400_000).map(event).collect();
    writer.append_events(&events).unwrap();
    writer.commit().unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let mut read = Vec::new();
    for entry in Reader::new(&bytes).unwrap() {
        let Record::Events(part) = entry.unwrap().record else { panic!("only events were written") };
        read.extend(part);
    }
    assert!(read == events, "the events come back in order");
}

/// `/dev/full` takes the open and refuses the write, as a full disk does.
#[cfg(target_os = "linux")]
#[test]
fn after_a_failed_write_nothing_more_is_taken() {
    let path = Path::new("/dev/full");
    let file = OpenOptions::new().write(true).open(path).unwrap();
    let mut writer = Writer::over(path, file, first_link());
    writer.append_events(&[event(1)]).unwrap();
    assert!(matches!(writer.commit(), Err(Error::Io { .. })));
    assert_eq!(writer.commit(), Err(Error::Stopped(path.to_owned())));
    assert_eq!(writer.check(), Err(Error::Stopped(path.to_owned())));
}
