package io.jarrah.clc.tag;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A row of table {@code tag}. */
@Entity
@Table(name = "tag")
@IdClass(TagEntity.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class TagEntity {
    /** The primary key: a key is set once on a resource, in the eyes of one account. */
    public record Key(String accountId, String resourceId, String tagKey) implements Serializable {}

    @Id
    @Column(name = "account_id")
    private String accountId;

    @Id
    @Column(name = "resource_id")
    private String resourceId;

    @Id
    @Column(name = "tag_key")
    private String tagKey;

    @Column(name = "resource_type")
    private String resourceType;

    @Column(name = "tag_value")
    private String tagValue;

    protected TagEntity() {}

    TagEntity(Key key, String resourceType, String tagValue) {
        this.accountId = key.accountId();
        this.resourceId = key.resourceId();
        this.tagKey = key.tagKey();
        this.resourceType = resourceType;
        this.tagValue = tagValue;
    }

    void setValue(String value) {
        tagValue = value;
    }

    /** The row as a value. */
    public TagRow row() {
        return new TagRow(resourceType, resourceId, tagKey, tagValue);
    }
}
