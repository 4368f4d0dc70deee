//! Loading as a whole.

use super::*;
use crate::model::Table;

#[test]
fn the_small_scenario_loads_without_a_problem() {
    let scenario = fixture::tiny();
    assert_eq!(scenario.network.hosts.len(), 6);
    let ids: Vec<&str> = scenario.network.hosts.iter().map(|host| host.id.as_str()).collect();
    assert_eq!(
        ids,
        ["ttthdl/web-01", "ttthdl/db-01", "ttthdl/backup-01", "ttthdl/siem-01", "xa-001/pc-01", "xa-002/pc-01"]
    );
    let web = scenario.network.hosts.at(crate::model::Ix::new(0));
    assert_eq!(web.fqdn, "web-01.ttthdl.tinhnho.test");
    assert_eq!(web.systems.len(), 1);
}
