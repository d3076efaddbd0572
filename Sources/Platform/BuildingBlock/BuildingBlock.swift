// BuildingBlock
