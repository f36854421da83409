"""The operators' pages of this floor's own records: `operations` is above the folders that hold those."""
