//! Tables in plain text.

/// A table: its first column is left-aligned, and the last one if it holds words.
#[derive(Clone, Debug)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
    words_last: bool,
}

impl Table {
    /// A table of numbers under these heads.
    pub fn new(heads: Vec<String>) -> Self {
        Self { rows: vec![heads], words_last: false }
    }

    /// The last column holds words.
    #[must_use]
    pub const fn with_words_last(mut self) -> Self {
        self.words_last = true;
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The lines of the table, columns two spaces apart.
    pub fn lines(&self) -> Vec<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(|cell| wide(cell)).max();
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
                let gap = " ".repeat(width - wide(cell));
                let left = column == 0 || self.words_last && column + 1 == columns;
                if left { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
            });
            format!("  {}", cells.collect::<Vec<_>>().join("  ")).trim_end().to_owned()
        };
        self.rows.iter().map(line).collect()
    }
}

/// Columns that a text takes; the words of the product are written in composed letters.
fn wide(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_also_with_vietnamese_letters() {
        let mut table = Table::new(["Vai", "số", "việc"].map(str::to_owned).to_vec()).with_words_last();
        table.row(["Đội", "1234", "x"].map(str::to_owned).to_vec());
        assert_eq!(table.lines(), ["  Vai    số  việc", "  Đội  1234  x"]);
    }
}
