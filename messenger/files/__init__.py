"""Files and pictures: uploaded in pieces, decoded in a separate process, stored, shown and removed."""
