-- Where the tunnels of a cluster's controller end, as it said last; null for one that has none or is not registered any more.
-- See docs/rfd/0033-clusters-joined.md.

ALTER TABLE clusters ADD COLUMN tunnel_address VARCHAR(15);
ALTER TABLE clusters ADD CONSTRAINT clusters_one_per_tunnel_address UNIQUE (tunnel_address);
